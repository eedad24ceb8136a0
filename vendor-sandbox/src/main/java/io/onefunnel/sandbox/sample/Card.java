package io.onefunnel.sandbox.sample;

/** How one record spells a person: the same person has other cards in other systems. Blank is not known. */
record Card(
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

    Card named(String newFirst, String newLast) {
        return new Card(newFirst, newLast, email, phone, title, company, website, city, postalCode, country);
    }

    Card mailed(String newEmail) {
        return new Card(first, last, newEmail, phone, title, company, website, city, postalCode, country);
    }

    Card phoned(String newPhone) {
        return new Card(first, last, email, newPhone, title, company, website, city, postalCode, country);
    }

    Card employedBy(String newCompany) {
        return new Card(first, last, email, phone, title, newCompany, website, city, postalCode, country);
    }
}
