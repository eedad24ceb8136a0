package io.onefunnel.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.model.Email;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lists of e-mail providers")
class DomainListsTest {
    @Test
    void doNotContradictEachOther() {
        Set<String> both = new HashSet<>(WordList.words("personal-domains.txt"));
        both.retainAll(WordList.words("disposable-domains.txt"));
        assertThat(both).isEmpty();
    }

    @Test
    void holdOnlyDomains() {
        List<String> all = new ArrayList<>(WordList.words("personal-domains.txt"));
        all.addAll(WordList.words("disposable-domains.txt"));
        assertThat(all).allMatch(entry -> entry.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.([a-z]{2,}|\\*)"));
    }

    @Test
    void agreeWithPublicListsWhereThoseAreAtHand() throws IOException {
        Path lists = Path.of(System.getProperty("onefunnel.root", "."), "..", "shared", "data", "reference_lists");
        Path disposable = lists.resolve("disposable_email_blocklist.conf");
        Path free = lists.resolve("free_email_domains.json");
        assumeTrue(Files.exists(disposable) && Files.exists(free), "no public lists beside the project: not compared");
        Set<String> thrownAway = new HashSet<>(Files.readAllLines(disposable));
        Set<String> everybodys =
                new HashSet<>(new ObjectMapper().readerForListOf(String.class).<List<String>>readValue(free.toFile()));
        everybodys.removeAll(thrownAway);
        assertThat(share(WordList.words("disposable-domains.txt"), thrownAway))
                .as("of ours, known there")
                .isGreaterThan(0.8);
        assertThat(everybodys.stream().filter(domain -> kind(domain) == Email.Kind.DISPOSABLE))
                .as("ours to throw away, theirs to keep")
                .hasSizeLessThan(everybodys.size() / 20);
        assertThat(thrownAway.stream().filter(domain -> kind(domain) == Email.Kind.PERSONAL))
                .as("ours to keep, theirs to throw away")
                .hasSizeLessThan(thrownAway.size() / 200);
    }

    private static double share(Set<String> ours, Set<String> theirs) {
        return (double) ours.stream().filter(theirs::contains).count() / ours.size();
    }

    private static Email.Kind kind(String domain) {
        return EmailNormalizer.of("ada@" + domain).map(Email::kind).orElse(Email.Kind.INVALID);
    }
}
