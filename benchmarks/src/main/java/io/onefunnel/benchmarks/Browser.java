package io.onefunnel.benchmarks;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A session of somebody who looks at pages. */
final class Browser {
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;

    Browser(String url) {
        this.url = url;
    }

    void signIn(String password) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("user=admin&password=" + password))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 302) throw new IOException("signing in was answered with " + status);
    }

    void signInWhenItRuns(String password, Duration patience) throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                signIn(password);
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > until) throw notYet;
                Thread.sleep(500);
            }
        }
    }

    int get(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + page.substring(1)))
                .timeout(Duration.ofMinutes(10))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    void getUntil(String page, AtomicBoolean over) {
        while (!over.get()) {
            try {
                get(page);
            } catch (IOException stopped) {
                // It is told to stop while this asks.
            } catch (InterruptedException told) {
                return;
            }
        }
    }
}
