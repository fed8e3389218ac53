package dev.ktpverify.support;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi31;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The contract, META-INF/openapi.yaml. A place in it is a JSON pointer (RFC 6901). */
public final class OpenApi {

    private static final String FILE = "META-INF/openapi.yaml";
    private static final String JSON_CONTENT = "/content/application~1json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = load();
    private static final JsonMetaSchema DIALECT = dialect();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V202012, builder -> builder.metaSchema(DIALECT).defaultMetaSchemaIri(DIALECT.getIri()));
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private OpenApi() {}

    /** The place of an operation, as {@code /paths/~1verify~1id_name/post}. */
    public static String operation(String path, String method) {
        return "/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
    }

    /** What is at a place, missing if nothing is. */
    public static JsonNode at(String place) {
        return DOCUMENT.at(JsonPointer.compile(resolve(place)));
    }

    /** The place itself, or the one that it refers to. */
    public static String resolve(String place) {
        JsonNode reference = DOCUMENT.at(place).path("$ref");
        return reference.isMissingNode() ? place : reference.textValue().substring(1);
    }

    /** What is wrong with a JSON text by the schema of a request or response at a place; empty if nothing. */
    public static Set<ValidationMessage> faults(String place, String json) {
        try {
            return faults(place, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** What is wrong with a JSON value by the schema of a request or response at a place; empty if nothing. */
    public static Set<ValidationMessage> faults(String place, JsonNode json) {
        String schema = resolve(place) + JSON_CONTENT + "/schema";
        return SCHEMAS.getSchema(SchemaLocation.of("classpath:" + FILE + "#" + schema), STRICT)
                .validate(json);
    }

    /** The named examples of a request or response at a place. */
    public static JsonNode examples(String place) {
        return at(resolve(place) + JSON_CONTENT + "/examples");
    }

    /** OpenAPI 3.1's own, with the document's outermost fields as words that say nothing about a value. */
    private static JsonMetaSchema dialect() {
        return JsonMetaSchema.builder(OpenApi31.getInstance())
                .keywords(Stream.of("openapi", "info", "servers", "security", "tags", "paths", "components")
                        .map(NonValidationKeyword::new)
                        .toList())
                .build();
    }

    private static JsonNode load() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
            return new YAMLMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
