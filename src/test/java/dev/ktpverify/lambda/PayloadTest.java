package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.framework.LoopMapper;
import dev.ktpverify.invocation.Principal;
import dev.ktpverify.model.Fault;
import dev.ktpverify.support.Lambda;
import io.quarkus.amazon.lambda.runtime.ClientContextImpl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the function is invoked with is read in the form of whoever sent it; nothing throws but a batch. */
class PayloadTest {

    private static final String REQUEST = "{\"id_number\":\"3217061012870001\",\"name\":\"BUDI\"}";

    private static IncomingEvent read(String payload) {
        return Payload.read(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String asked(String request) {
        return "{\"verify\":\"id_name\",\"request\":" + request + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REQUEST,
                "{}",
                "{ \"a\" : [ 1e9999999999 , {\"b\":\"}\\\"\\u007d\"} ] }",
                "{\"\\ud800\":\"\\udc00\",\"\u00e9\":\"\ud83d\ude00\"}",
                "{\"a\":-1E-99999999999999999999,\"a\":1,\n\t\"a\":null}"
            })
    void aRequestIsTakenAsItWasSent(String request) {
        for (String before : List.of("", "\ufeff", " \n")) {
            IncomingEvent event = read(before + asked(request) + " ");
            assertEquals(List.of(), event.faults());
            assertEquals(request, event.getBody());
        }
    }

    @Test
    void noNumberOrNameOrTextIsTooLong() {
        String digits = "9".repeat(300_000);
        for (String request : List.of(
                "{\"a\":" + digits + "}",
                "{\"a\":-" + digits + "." + digits + "e" + digits + "}",
                "{\"" + digits + "\":1}",
                "{\"a\":\"" + digits.repeat(15) + "\"}")) {
            IncomingEvent event = read(asked(request));
            assertEquals(List.of(), event.faults());
            assertEquals(request, event.getBody());
        }
        assertEquals(
                List.of(new Fault("?", "unknown")),
                read("{\"" + digits + "\":1," + asked("{}").substring(1)).faults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                 | must be a JSON object",
                "null               | must be a JSON object",
                "1e9999999999       | must be a JSON object",
                "[{`a`:1}]          | must be a JSON object",
                "xyz                | not JSON at line 1, column",
                "3217061012870001x  | not JSON at line 1, column",
                "{                  | not JSON at line 1, column",
                "{`verify`          | not JSON at line 1, column",
                "{`request`:{`a`:1  | not JSON at line 1, column",
                "{`verify`:NaN}     | not JSON at line 1, column",
                "{`request`:{}}}    | not JSON at line 1, column"
            })
    void whatIsNotAnObjectIsADirectInvocationsFault(String payload, String message) {
        IncomingEvent event = read(payload.replace('`', '"'));
        assertInstanceOf(DirectInvocation.class, event);
        Fault fault = event.faults().stream()
                .filter(f -> f.field().equals("payload"))
                .findFirst()
                .orElseThrow();
        assertTrue(fault.message().startsWith(message), fault::message);
        assertFalse(event.faults().toString().contains("3217"), event.faults()::toString);
    }

    @Test
    void moreThanAPayload() {
        assertEquals(
                List.of(new Fault("payload", "must end after the JSON object")),
                read(asked("{}") + asked("{}")).faults());
        assertEquals(
                "not JSON at line 1, column 2",
                read("\0" + asked("{}")).faults().get(0).message());
        assertTrue(read(asked("{}") + "\0").faults().get(0).message().startsWith("not JSON"));
    }

    @Test
    void depthHasALimit() {
        Fault deep = new Fault("payload", "must not be nested so deep");
        assertEquals(
                List.of(),
                read(asked("{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}")).faults());
        assertEquals(
                List.of(deep),
                read(asked("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                        .faults());
        assertEquals(
                List.of(deep), read("{\"request\":" + "{\"a\":".repeat(100_000)).faults());
        assertEquals(
                List.of(new Fault("payload", "must be a JSON object")),
                read("[".repeat(100_000)).faults());
    }

    @Test
    void whatIsNotUtf8IsAFaultAndAReplacementCharacterIsNone() {
        byte[] payload = asked(REQUEST).getBytes(StandardCharsets.UTF_8);
        payload[asked(REQUEST).indexOf("BUDI")] = (byte) 0xff;
        assertEquals(
                List.of(new Fault("payload", "must be in UTF-8")),
                Payload.read(payload).faults());
        assertEquals(List.of(), read(asked(REQUEST.replace("BUDI", "\ufffd"))).faults());
        byte[] event = Lambda.event("/verify/id_name", new byte[0]).toString().getBytes(StandardCharsets.UTF_8);
        event[new String(event, StandardCharsets.UTF_8).indexOf("api.example")] = (byte) 0xff;
        assertInstanceOf(GatewayEvent.class, Payload.read(event));
        assertEquals(
                List.of(new Fault("payload", "must be in UTF-8")),
                Payload.read(event).faults());
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            IncomingEvent other = Payload.read(asked(REQUEST).getBytes(charset));
            assertInstanceOf(DirectInvocation.class, other);
            assertFalse(other.faults().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"3217061012870001\"}]}",
                "{\"Records\":[{\"EventSource\":\"aws:sns\"}]}",
                "{\"Records\":[]}",
                "{\"Records\":[",
                "{\"x\":1,\"Records\":[{\"s3\":{}}]}",
                "{\"invocationId\":\"x\",\"deliveryStreamArn\":\"y\",\"records\":[{\"data\":\"\"}]}",
                "{\"eventSource\":\"aws:kafka\",\"records\":{\"topic-0\":[{\"value\":\"3217061012870001\"}]}}",
                "{\"records\":{\"topic-0\":[]},\"eventSource\":\"aws:kafka\"}",
                "{\"eventSource\":\"aws:mq\",\"messages\":[]}",
                "{\"eventSource\":\"aws:rmq\",\"rmqMessagesByQueue\":{}}",
                "{\"eventSourceArn\":\"a\",\"events\":[{}],\"eventSource\":\"aws:docdb\"}",
                "[{\"messageId\":\"m\",\"body\":\"3217061012870001\",\"eventSource\":\"aws:sqs\"}]"
            })
    void aBatchIsAFunctionErrorThatSaysWhy(String payload) {
        BatchEventException e = assertThrows(BatchEventException.class, () -> read(payload));
        assertTrue(e.getMessage().contains("queue, topic, bucket or stream"), e.getMessage());
        assertFalse(e.getMessage().contains("3217"), e.getMessage());
        assertNull(e.getCause());
        assertEquals(0, e.getStackTrace().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Records\":1}", "{\"records\":\"x\"}", "{\"verify\":{\"Records\":[]}}", "[[]]"})
    void aFieldOfThatNameAloneIsNoBatch(String payload) {
        assertFalse(read(payload).faults().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":\"1.0\",\"resource\":\"/x\",\"path\":\"/x\",\"httpMethod\":\"POST\",\"requestContext\":{\"stage\":\"s\"}}",
                "{\"resource\":\"/verify/id_name\",\"path\":\"/verify/id_name\",\"httpMethod\":\"POST\",\"headers\":{}}",
                "{\"requestContext\":{\"elb\":{\"targetGroupArn\":\"x\"}},\"httpMethod\":\"POST\",\"path\":\"/verify/id_name\"}",
                "{\"requestContext\":{\"routeKey\":\"$connect\",\"eventType\":\"CONNECT\"},\"isBase64Encoded\":false}",
                "{\"version\":\"0\",\"id\":\"x\",\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"detail\":{}}",
                "{\"version\":\"2.0\"}",
                "{\"version\":\"2.0\",\"routeKey\":\"POST /verify/id_name\",\"rawPath\":\"/verify/id_name\"}",
                "{\"requestContext\":{\"http\":{\"method\":\"POST\"}}}"
            })
    void anotherEventThanApiGatewaysIsToldSo(String payload) {
        IncomingEvent event = read(payload);
        assertInstanceOf(GatewayEvent.class, event);
        assertEquals(List.of(new Fault("payload", "not an API Gateway event of payload format 2.0")), event.faults());
    }

    @Test
    void ofAnEventWhatIsUsedIsTakenAsText() {
        IncomingEvent event = read(
                """
                {"version":2.0,"routeKey":"POST /verify/id_name","rawPath":[],"cookies":"a=b","isBase64Encoded":"true",
                 "headers":{"a":"b","n":7,"l":["x", 1],"z":null},"queryStringParameters":["x"],"body":"e30=",
                 "requestContext":{"requestId":"r","stage":{},"timeEpoch":"x","http":{"method":"POST","sourceIp":[1]},
                  "authorizer":{"iam":{"userArn":"u","cognitoIdentity":{"amr":7,"identityId":"i"},"callerId":{}},
                   "jwt":{"claims":{"sub":["s", 1],"iss":7,"groups":[["a"]],"x":{"y":1},"n":null},"scopes":"none"},
                   "lambda":{"principalId":12,"more":[1]}}},"stageVariables":7}""");

        assertEquals(List.of(), event.faults());
        assertEquals("/verify/id_name", event.getRawPath());
        assertEquals(Map.of("a", "b", "n", "7", "l", "[\"x\", 1]"), event.getHeaders());
        assertEquals("e30=", event.getBody());
        assertTrue(event.getIsBase64Encoded());
        assertEquals("r", event.gatewayId());
        assertEquals("POST", event.getRequestContext().getHttp().getMethod());
        assertEquals(Principal.unnamed("cognito i"), event.principal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "                                                                        | |",
                "`iam`:{`userArn`:`arn:aws:sts::1:assumed-role/app/i-1`}                 | iam arn:aws:sts::1:assumed-role/app | role/app",
                "`iam`:{`userArn`:`arn:aws:sts::1:assumed-role/321706101287/i-1`}        | iam arn:aws:sts::1:assumed-role/321706101287 |",
                "`iam`:{`userArn`:`arn:aws:iam::1:user/u`,`cognitoIdentity`:{`amr`:7},`callerId`:{}} | iam arn:aws:iam::1:user/u |",
                "`iam`:{`userArn`:`u`,`cognitoIdentity`:{`amr`:7,`identityId`:`i`}}      | cognito i |",
                "`jwt`:{`claims`:{`sub`:[`s`, 1],`iss`:7,`groups`:[[`a`]],`n`:null}}     | jwt 7 [`s`, 1] |",
                "`jwt`:{`claims`:{`client_id`:`c`,`iss`:`https://i`}}                    | jwt https://i c | client/c",
                "`jwt`:{`claims`:{`client_id`:`c`,`sub`:`c`,`iss`:`https://i`}}          | jwt https://i c | client/c",
                "`jwt`:{`claims`:{`client_id`:`c`,`sub`:`budi`,`iss`:`https://i`}}       | jwt https://i budi |",
                "`jwt`:{`claims`:{`client_id`:`budi@i.test`,`iss`:`https://i`}}          | jwt https://i budi@i.test |",
                "`jwt`:{`claims`:{`client_id`:[`c`],`iss`:`https://i`}}                  | jwt https://i [`c`] |",
                "`jwt`:{`claims`:{`iss`:`https://i`}}                                    | |",
                "`jwt`:{`claims`:{`sub`:null},`scopes`:`none`}                           | |",
                "`lambda`:{`principalId`:12,`more`:[1]}                                  | authorizer 12 |"
            })
    void thePrincipalIsWhomTheAuthorizerNames(String authorizer, String id, String name) {
        String given = authorizer == null ? "" : authorizer.replace('`', '"');
        IncomingEvent event = read(Lambda.event("/verify/id_name", new byte[0])
                .toString()
                .replaceFirst("\"requestContext\":\\{", "\"requestContext\":{\"authorizer\":{" + given + "},"));
        assertEquals(List.of(), event.faults());
        assertEquals(new Principal(id == null ? "" : id.replace('`', '"'), name), event.principal());
    }

    @Test
    void aMethodThatWasNotMatchedIsNone() {
        IncomingEvent event = read(Lambda.event("/verify/id_name", new byte[0])
                .toString()
                .replace("\"method\":\"POST\"", "\"method\":\"GET\""));
        assertEquals("", event.getRequestContext().getHttp().getMethod());
    }

    /** As the framework makes its readers: of a copy of the application's mapper. */
    @Test
    void theLoopsReadersReadOnlyThePayload() throws IOException {
        ObjectMapper mapper = new LoopMapper(new ObjectMapper(), Payload::read).copy();
        for (String header :
                List.of("abc", "", "{", "{\"custom\":{\"a\":{\"b\":1}}}", "[]", "7", "{\"client\":\"x\"}")) {
            assertNull(mapper.readerFor(ClientContextImpl.class).readValue(header));
            assertNull(mapper.readerFor(CognitoIdentity.class).readValue(header));
        }
        Object event = mapper.readerFor(APIGatewayV2HTTPEvent.class)
                .readValue(new ByteArrayInputStream("xyz".getBytes(StandardCharsets.UTF_8)));
        assertInstanceOf(DirectInvocation.class, event);
        assertEquals(7, mapper.readerFor(Integer.class).<Integer>readValue("7"));
    }
}
