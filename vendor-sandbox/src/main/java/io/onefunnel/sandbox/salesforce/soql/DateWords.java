package io.onefunnel.sandbox.salesforce.soql;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * TODAY, LAST_N_DAYS:7, THIS_FISCAL_QUARTER and their relatives: the days that each names. Weeks begin on Sunday and
 * the fiscal year is the calendar year, as in a new org.
 *
 * @param to the first day after them
 */
record DateWords(LocalDate from, LocalDate to) {
    /** @param text as written, "LAST_N_DAYS:7" */
    static DateWords of(String text, LocalDate today) {
        int colon = text.indexOf(':');
        String word = (colon < 0 ? text : text.substring(0, colon))
                .toUpperCase(Locale.ROOT)
                .replace("FISCAL_", "");
        int n = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
        return switch (word) {
            case "TODAY" -> days(today, 0);
            case "YESTERDAY" -> days(today, -1);
            case "TOMORROW" -> days(today, 1);
            case "LAST_90_DAYS" -> new DateWords(today.minusDays(90), today.plusDays(1));
            case "NEXT_90_DAYS" -> new DateWords(today.plusDays(1), today.plusDays(91));
            case "LAST_N_DAYS" -> new DateWords(today.minusDays(n), today.plusDays(1));
            case "NEXT_N_DAYS" -> new DateWords(today.plusDays(1), today.plusDays(n + 1L));
            case "N_DAYS_AGO" -> days(today, -n);
            default -> periods(word, n, today);
        };
    }

    private static DateWords days(LocalDate today, int offset) {
        return new DateWords(today.plusDays(offset), today.plusDays(offset + 1L));
    }

    private static DateWords periods(String word, int n, LocalDate today) {
        Period period = Period.in(word);
        LocalDate current = period.start(today);
        int first;
        int count = 1;
        if (word.startsWith("THIS_")) {
            first = 0;
        } else if (word.startsWith("LAST_N_")) {
            first = -n;
            count = n;
        } else if (word.startsWith("NEXT_N_")) {
            first = 1;
            count = n;
        } else if (word.endsWith("_AGO")) {
            first = -n;
        } else {
            first = word.startsWith("LAST_") ? -1 : 1;
        }
        return new DateWords(period.plus(current, first), period.plus(current, first + count));
    }

    private enum Period {
        WEEK,
        MONTH,
        QUARTER,
        YEAR;

        static Period in(String word) {
            for (Period each : values()) {
                if (word.contains(each.name())) return each;
            }
            throw Soql.notHere(word + " is not a date this sandbox knows");
        }

        LocalDate start(LocalDate day) {
            return switch (this) {
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
                case MONTH -> day.withDayOfMonth(1);
                case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
                case YEAR -> day.withDayOfYear(1);
            };
        }

        LocalDate plus(LocalDate start, int periods) {
            return switch (this) {
                case WEEK -> start.plusWeeks(periods);
                case MONTH -> start.plusMonths(periods);
                case QUARTER -> start.plus(3L * periods, ChronoUnit.MONTHS);
                case YEAR -> start.plusYears(periods);
            };
        }
    }
}
