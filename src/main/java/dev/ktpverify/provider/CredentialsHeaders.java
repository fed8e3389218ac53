package dev.ktpverify.provider;

import dev.ktpverify.credentials.Secret;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/** The two headers by which the provider knows us; nothing of the incoming request is passed on. */
public class CredentialsHeaders implements ClientHeadersFactory {

    static final String API_ID = "X-DF-API-ID";
    static final String API_SECRET = "X-DF-API-SECRET";

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        Secret secret = Attempt.current().secret();
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(API_ID, secret.apiId());
        headers.putSingle(API_SECRET, secret.apiSecret());
        return headers;
    }
}
