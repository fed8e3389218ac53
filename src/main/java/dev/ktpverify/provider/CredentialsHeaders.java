package dev.ktpverify.provider;

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
        var credentials = Attempt.current().credentials();
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(API_ID, credentials.apiId());
        headers.putSingle(API_SECRET, credentials.apiSecret());
        return headers;
    }
}
