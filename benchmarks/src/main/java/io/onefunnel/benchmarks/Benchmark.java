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

    /** How many of them the sandbox holds; a benchmark may make copies of these. */
    default int pulled(Size size) {
        return size.people();
    }

    /** Whether the installation writes to the vendors. */
    boolean writes();

    void run(World world, Size size, Report report) throws Exception;
}
