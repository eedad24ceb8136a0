package io.onefunnel.sample.company;

import java.util.ArrayList;
import java.util.List;

/** What the systems hold of one company so far; empty ids are records that do not exist yet. */
final class CompanyFile {
    final Company company;
    /** Its number in the truth. */
    final int number;

    String accountId = "";
    String hubspotId = "";
    final List<String> contactIds = new ArrayList<>();

    CompanyFile(Company company, int number) {
        this.company = company;
        this.number = number;
    }
}
