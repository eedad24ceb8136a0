package io.onefunnel.policy;

import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whom a product is for (R148): what is true of the account, and of the person. An empty list asks nothing.
 *
 * @param industries in lower case
 * @param countries ISO 3166 alpha-2, upper case
 */
public record IdealCustomer(
        String product,
        List<String> industries,
        List<String> countries,
        OptionalInt employeesFrom,
        OptionalInt employeesTo,
        List<JobLevel> levels,
        List<JobFunction> functions) {
    public IdealCustomer {
        industries = List.copyOf(industries);
        countries = List.copyOf(countries);
        levels = List.copyOf(levels);
        functions = List.copyOf(functions);
    }
}
