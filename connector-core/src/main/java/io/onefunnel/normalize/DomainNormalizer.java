package io.onefunnel.normalize;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The domain that somebody registered, from a URL, a host or an e-mail address: "https://www.shop.acme.co.uk/x" is
 * "acme.co.uk". The full list of public suffixes is a moving dependency; here a short list of the second-level suffixes
 * under which companies register stands for it. A missing one joins companies of one suffix, so the list errs on the
 * long side for countries that sell names at the second level.
 */
public final class DomainNormalizer {
    private static final Map<String, Set<String>> SECOND_LEVEL =
            WordList.table("second-level-suffixes.txt").entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    private static final Set<String> SHARED_HOSTS = WordList.words("shared-hosts.txt");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?");
    private static final Pattern TOP = Pattern.compile("[a-z]{2,63}|xn--[a-z0-9-]{2,59}");

    private DomainNormalizer() {}

    /** The registrable domain in ASCII; empty when there is none. */
    public static String of(String urlOrEmail) {
        return registrable(host(urlOrEmail));
    }

    /** Like {@link #of}, but empty for places where everybody has a page: they say nothing about a company. */
    public static String ofCompany(String website) {
        String domain = of(website);
        return SHARED_HOSTS.contains(domain) || EmailNormalizer.isPersonal(domain) ? "" : domain;
    }

    /** The country that a domain's ending names, as ISO 3166 alpha-2; empty when it names none. */
    static String countryOf(String domain) {
        String top = domain.substring(domain.lastIndexOf('.') + 1);
        // Sold all over the world as an abbreviation: they do not tell a country.
        if (top.length() != 2
                || Set.of("ai", "io", "co", "tv", "me", "cc", "fm", "ly", "to", "eu", "ws", "sh", "gg")
                        .contains(top)) {
            return "";
        }
        return CountryNormalizer.of(top);
    }

    /** The ending under which a registrable domain was registered: "co.uk". */
    static String suffixOf(String registrable) {
        return registrable.substring(registrable.indexOf('.') + 1);
    }

    static String ascii(String host) {
        try {
            return IDN.toASCII(host.replace('\u3002', '.'), IDN.ALLOW_UNASSIGNED)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notADomain) {
            return "";
        }
    }

    private static String host(String text) {
        String rest = text.strip().toLowerCase(Locale.ROOT);
        int scheme = rest.indexOf("://");
        if (scheme >= 0) rest = rest.substring(scheme + 3);
        if (rest.startsWith("//")) rest = rest.substring(2);
        if (rest.startsWith("mailto:")) rest = rest.substring("mailto:".length());
        rest = rest.split("[/?#\\s>]", 2)[0];
        rest = rest.substring(rest.lastIndexOf('@') + 1);
        int port = rest.indexOf(':');
        if (port >= 0) rest = rest.substring(0, port);
        while (rest.endsWith(".")) rest = rest.substring(0, rest.length() - 1);
        return ascii(rest);
    }

    private static String registrable(String host) {
        List<String> labels = List.of(host.split("\\.", -1));
        int count = labels.size();
        if (count < 2 || labels.stream().anyMatch(label -> !LABEL.matcher(label).matches())) return "";
        String top = labels.get(count - 1);
        if (!TOP.matcher(top).matches()) return "";
        boolean secondLevel = SECOND_LEVEL.getOrDefault(top, Set.of()).contains(labels.get(count - 2));
        int taken = secondLevel ? 3 : 2;
        return count < taken ? "" : String.join(".", labels.subList(count - taken, count));
    }
}
