package io.onefunnel.sample.company;

import java.time.Instant;

/**
 * Which sample company to make. Two runs with equal settings make the same one.
 *
 * @param people how many real people; records are more, because most of them are in several systems
 * @param seed chooses one of the possible companies
 * @param anchor the moment at which its history ends, the vendors' present
 */
record SampleSettings(int people, long seed, Instant anchor) {
    SampleSettings {
        if (people < 1) throw new IllegalArgumentException("a sample company knows at least one person, not " + people);
    }
}
