-- People are looked up by any word of their name, or its beginning.
drop index decision_name;
create index decision_words on decision using gin (to_tsvector('simple', name));
