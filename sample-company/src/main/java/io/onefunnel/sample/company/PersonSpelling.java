package io.onefunnel.sample.company;

/** How one record spells a person: other systems spell the same person otherwise. Blank is not known. */
record PersonSpelling(
        String first,
        String last,
        String email,
        String phone,
        String title,
        String company,
        String website,
        String city,
        String postalCode,
        String country) {

    PersonSpelling named(String newFirst, String newLast) {
        return new PersonSpelling(newFirst, newLast, email, phone, title, company, website, city, postalCode, country);
    }

    PersonSpelling mailed(String newEmail) {
        return new PersonSpelling(first, last, newEmail, phone, title, company, website, city, postalCode, country);
    }

    PersonSpelling phoned(String newPhone) {
        return new PersonSpelling(first, last, email, newPhone, title, company, website, city, postalCode, country);
    }

    PersonSpelling employedBy(String newCompany) {
        return new PersonSpelling(first, last, email, phone, title, newCompany, website, city, postalCode, country);
    }
}
