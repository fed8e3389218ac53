package dev.ktpverify.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;

/** The provider, over TLS, Secrets Manager and DynamoDB; all answer everything with success. */
final class StandIns implements AutoCloseable {

    /** So many handshakes, and the JVM has compiled what takes part in one. */
    private static final int WARM_UP_HANDSHAKES = 500;

    private static final String API_ID = "bench-id";
    private static final String API_SECRET = "bench-secret";
    private static final String SECRET =
            """
            {"ARN":"arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/provider-AbCdEf",\
            "Name":"ktp-verify/provider","VersionId":"00000000-0000-0000-0000-000000000001",\
            "VersionStages":["AWSCURRENT"],"CreatedDate":1782875540.0,"SecretString":"{\\"api_id\\":\\"%s\\",\
            \\"api_secret\\":\\"%s\\",\\"fingerprint_key\\":\\"0123456789abcdef0123456789abcdef\\"}"}"""
                    .formatted(API_ID, API_SECRET);
    private static final byte[] SECRET_ANSWER = HttpAnswer.json("application/x-amz-json-1.1", SECRET);
    /** An item that is not there, or a write that was done. */
    private static final byte[] TABLE_ANSWER = HttpAnswer.json("application/x-amz-json-1.0", "{}");
    private static final byte[] ID_NAME = HttpAnswer.json(
            "application/json",
            """
            {"status":"OK","result":{"order_no":"SFBw1092028738351500000","handle_time":"2025-07-01 10:12:20",\
            "result":"01","remark":"SAME"},"request_id":"TID07ecf99645e8452087c38252d1fccdca"}""");
    private static final byte[] ID_SELFIE = HttpAnswer.json(
            "application/json",
            """
            {"status":"OK","result":{"order_no":"SFBw1091761941576552448","handle_time":"2025-06-30 16:32:10",\
            "result":"01","remark":"SAME","id_number":"3217061012870001","face_percent":true,\
            "ktp_face_percent":true,"face_score":93.3,"ktp_face_score":91.5,"name":true,"birth_date":true},\
            "request_id":"TID07ecf99645e8452087c38252d1fccdca"}""");

    private final Certificate certificate;
    private final LoopbackServer secrets;
    private final LoopbackServer table;
    private final LoopbackServer provider;
    private final int providerMillis;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile LoopbackServer.Request last;

    /**
     * Starts them, and shakes hands with the provider until that is as quick as it gets: it is in the start that is measured.
     *
     * @param directory where the provider's certificate is put
     * @param providerMillis how long the provider takes for an answer, in milliseconds
     */
    StandIns(Path directory, int providerMillis) throws IOException {
        this.providerMillis = providerMillis;
        certificate = Certificate.create(directory);
        secrets = new LoopbackServer(ServerSocketFactory.getDefault(), request -> SECRET_ANSWER);
        table = new LoopbackServer(ServerSocketFactory.getDefault(), request -> TABLE_ANSWER);
        provider = new LoopbackServer(certificate.context().getServerSocketFactory(), this::verify);
        for (int i = 0; i < WARM_UP_HANDSHAKES; i++) {
            try (SSLSocket socket = (SSLSocket)
                    certificate.context().getSocketFactory().createSocket("localhost", provider.port())) {
                socket.startHandshake();
            }
        }
    }

    /** What the placeholders in a command stand for; the function's environment has the same. */
    Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("url", "https://localhost:" + provider.port());
        places.put("secrets", "http://127.0.0.1:" + secrets.port());
        places.put("dynamodb", "http://127.0.0.1:" + table.port());
        places.put("ca", certificate.pem().toString());
        places.put("trust", certificate.trustStore().toString());
        return places;
    }

    /** How often the provider was asked so far. */
    int asked() {
        return asked.get();
    }

    /** What was wrong with the last request to the provider, empty where it was the one that was wanted. */
    Optional<String> fault(Operation operation, String idNumber) {
        LoopbackServer.Request request = last;
        boolean right = request != null
                && request.line().startsWith("POST " + operation.path() + " ")
                && request.headers().contains("\nx-df-api-id: " + API_ID + "\n")
                && request.headers().contains("\nx-df-api-secret: " + API_SECRET + "\n")
                && new String(request.body(), StandardCharsets.ISO_8859_1).contains(idNumber);
        return right ? Optional.empty() : Optional.of("the provider was asked " + request);
    }

    private byte[] verify(LoopbackServer.Request request) throws InterruptedException {
        asked.incrementAndGet();
        last = request;
        Thread.sleep(providerMillis);
        return request.line().contains(Operation.ID_NAME.path()) ? ID_NAME : ID_SELFIE;
    }

    @Override
    public void close() throws IOException {
        provider.close();
        secrets.close();
        table.close();
    }
}
