package dev.ktpverify.lambda;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource that API Gateway has matched, and authorized the caller for. Its {@code routeKey} says so in words of its own:
 * a {@code rawPath} has the stage or a custom domain's base path in front.
 *
 * @param method the route's HTTP method, {@code ANY} for all
 * @param path the resource's path, null where there is none to be had
 */
record Route(String method, String path) {

    private static final String ANY = "ANY";
    /** {@code POST /verify/id_name}, {@code ANY /{proxy+}}; the route $default has none. */
    private static final Pattern KEY = Pattern.compile("([A-Z]+) (/\\S*)");

    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}+]+)\\+?\\}");

    /**
     * The route of an event, by its fields; each can be null.
     *
     * @param parameters what stood for the parameters in the key
     */
    static Route of(String routeKey, Map<String, String> parameters, String rawPath, String stage) {
        Matcher key = KEY.matcher(routeKey == null ? "" : routeKey);
        if (!key.matches()) {
            return new Route(ANY, withoutStage(rawPath, stage));
        }
        Matcher parameter = PARAMETER.matcher(key.group(2));
        boolean filled = parameter.results().allMatch(found -> parameters.containsKey(found.group(1)));
        String path = filled
                ? parameter.replaceAll(found -> Matcher.quoteReplacement(parameters.get(found.group(1))))
                : withoutStage(rawPath, stage);
        return new Route(key.group(1), path);
    }

    /** The stage $default is in no path. */
    private static String withoutStage(String rawPath, String stage) {
        String prefix = "/" + stage;
        return rawPath != null && rawPath.startsWith(prefix + "/") ? rawPath.substring(prefix.length()) : rawPath;
    }

    /** Whether a request's method is the one that was matched. */
    boolean allows(String requested) {
        return method.equals(ANY) || method.equals(requested);
    }
}
