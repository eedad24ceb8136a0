package io.onefunnel.app.view;

/** Sentences broken between words to fit a terminal; what follows the first line stands in a little further. */
public final class WordWrap {
    private static final int WIDTH = 80;

    private WordWrap() {}

    /** @param indent before the first line */
    public static String text(String indent, String sentence) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        String between = "";
        for (String word : sentence.split(" ")) {
            boolean full = line.length() + between.length() + word.length() > WIDTH;
            if (full && !between.isEmpty()) {
                text.append(line).append('\n');
                line = new StringBuilder(indent).append("    ");
                between = "";
            }
            line.append(between).append(word);
            between = " ";
        }
        return text.append(line).append('\n').toString();
    }
}
