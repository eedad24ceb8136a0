package io.onefunnel.normalize;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Where a connection is at home, for what its records leave open.
 *
 * @param zone in which a day begins and ends
 * @param country ISO 3166 alpha-2, of phone numbers without a country code on records without a country; empty when
 *     none can be taken for granted
 */
public record Locality(ZoneId zone, String country) {
    public static final Locality NOWHERE = new Locality(ZoneOffset.UTC, "");
}
