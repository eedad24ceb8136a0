package io.onefunnel.hubspot.client;

import okhttp3.HttpUrl;

/**
 * Where a portal is reached, and how much of its limits is ours.
 *
 * @param dayShare our part of the portal's daily calls; then the connection stops until the portal's midnight
 */
public record ClientOptions(
        HttpUrl baseUrl, HubSpotPaths paths, int callsPer10Seconds, int searchesPerSecond, double dayShare) {}
