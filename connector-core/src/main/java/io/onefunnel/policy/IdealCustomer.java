package io.onefunnel.policy;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Company;
import io.onefunnel.model.Field;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.PersonRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Whom a product is for: what is true of the account, and of the person. An empty list asks nothing.
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

    /** Whether everything that is asked is known of the person and holds. */
    public boolean fits(CaseFile file) {
        return matches(industries, texts(file, Field.INDUSTRY).map(text -> text.toLowerCase(Locale.ROOT)))
                && matches(
                        countries,
                        Stream.concat(
                                file.companies().stream().map(Company::country),
                                file.records().stream().map(PersonRecord::country)))
                && sizeFits(file)
                && matches(levels, file.records().stream().map(PersonRecord::level))
                && matches(functions, file.records().stream().map(PersonRecord::function));
    }

    private boolean sizeFits(CaseFile file) {
        if (employeesFrom.isEmpty() && employeesTo.isEmpty()) return true;
        OptionalDouble employees = employees(file);
        return employees.isPresent()
                && employees.getAsDouble() >= employeesFrom.orElse(0)
                && employees.getAsDouble() <= employeesTo.orElse(Integer.MAX_VALUE);
    }

    /** How many people work at the person's company, as its own record says, else as a person's record says. */
    public static OptionalDouble employees(CaseFile file) {
        return Stream.concat(
                        file.companies().stream().map(company -> company.number(Field.EMPLOYEES)),
                        file.values(Field.EMPLOYEES).map(IdealCustomer::number))
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    private static <T> boolean matches(List<T> asked, Stream<T> known) {
        return asked.isEmpty() || known.anyMatch(asked::contains);
    }

    private static Stream<String> texts(CaseFile file, Field field) {
        return Stream.concat(
                file.companies().stream().map(company -> company.value(field)).flatMap(Optional::stream),
                file.values(field));
    }

    private static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}
