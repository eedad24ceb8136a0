package io.onefunnel.salesforce.client;

import com.fasterxml.jackson.databind.JsonNode;
import okhttp3.Headers;

/** The answer to a REST call or a request for a token; one that is an error is a {@link RefusedException} instead. */
public record RestAnswer(JsonNode json, Headers headers) {}
