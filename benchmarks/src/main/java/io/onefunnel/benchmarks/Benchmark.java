package io.onefunnel.benchmarks;

/** Something that is measured on an invented company, beside a peer or a lower bound. */
interface Benchmark {
    /**
     * @param people in the sample company
     * @param changed who are edited before an incremental run
     * @param seed which sample company
     */
    record Size(int people, int changed, long seed) {}

    /** How many people unless told. */
    int people();

    /** Whether the installation writes to the vendors. */
    boolean writes();

    void run(World world, Size size, Report report) throws Exception;
}
