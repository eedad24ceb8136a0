package io.onefunnel.benchmarks;

import java.time.Duration;

/**
 * What something took.
 *
 * @param wall time on the clock, on a machine that others use too
 * @param product CPU of this process, with its compiler and garbage collector
 * @param database CPU of the PostgreSQL server
 * @param vendors CPU of the sandbox's process
 * @param compiler the part of the product's that compiled it
 * @param collector the part of the product's that collected garbage
 */
record Cost(
        Duration wall, Duration product, Duration database, Duration vendors, Duration compiler, Duration collector) {
    static final Cost NONE =
            new Cost(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** What an installation has to pay: the product and its database. */
    Duration own() {
        return product.plus(database);
    }

    Cost plus(Cost other) {
        return new Cost(
                wall.plus(other.wall),
                product.plus(other.product),
                database.plus(other.database),
                vendors.plus(other.vendors),
                compiler.plus(other.compiler),
                collector.plus(other.collector));
    }

    Cost minus(Cost other) {
        return new Cost(
                wall.minus(other.wall),
                product.minus(other.product),
                database.minus(other.database),
                vendors.minus(other.vendors),
                compiler.minus(other.compiler),
                collector.minus(other.collector));
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
