package dev.ktpverify.support.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromSs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The stand-in for DynamoDB by the rules of DynamoDB's developer guide. */
class DynamoDbServerTest {

    private static final DynamoDbClient CLIENT = DynamoDbServer.client(DynamoDbServer.own());
    private static final String TABLE = DynamoDbServer.newTable(CLIENT);
    private static final Pattern PLACEHOLDER = Pattern.compile("[:#]\\w+");
    private static final int MANY = 16;

    private static final Map<String, String> NAMES = Map.of("#state", "state", "#unused", "unused");
    private static final Map<String, AttributeValue> VALUES = Map.ofEntries(
            Map.entry(":hello", fromS("hello")),
            Map.entry(":hell", fromS("hell")),
            Map.entry(":ell", fromS("ell")),
            Map.entry(":seven", fromN("7")),
            Map.entry(":seven_again", fromN("7.00")),
            Map.entry(":seven_text", fromS("7")),
            Map.entry(":ten", fromN("10")),
            Map.entry(":two", fromN("2")),
            Map.entry(":zero", fromN("0")),
            Map.entry(":yes", fromBool(true)),
            Map.entry(":null", fromNul(true)),
            Map.entry(":bytes", fromB(SdkBytes.fromUtf8String("hi"))),
            Map.entry(":ba", fromSs(List.of("b", "a"))),
            Map.entry(":ac", fromSs(List.of("a", "c"))),
            Map.entry(":S", fromS("S")),
            Map.entry(":SS", fromS("SS")),
            Map.entry(":DOG", fromS("DOG")));

    private final String id = UUID.randomUUID().toString();
    private final Map<String, AttributeValue> key = Map.of("id", fromS(id));
    private final Map<String, AttributeValue> item = with(Map.of(
            "title", fromS("hello"),
            "n", fromN("7"),
            "b", fromB(SdkBytes.fromUtf8String("hi there")),
            "yes", fromBool(true),
            "nil", fromNul(true),
            "list_of", fromL(List.of(fromN("2"), fromS("dog"))),
            "doc", fromM(Map.of("x", fromN("2"), "y", fromL(List.of(fromN("-1"), fromN("9"))))),
            "ss", fromSs(List.of("a", "b")),
            "ns", fromNs(List.of("2", "9"))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            attribute_exists(title)                     | true
            attribute_exists(absent)                     | false
            attribute_exists(doc.y[1])                 | true
            attribute_exists(doc.y[2])                 | false
            attribute_exists(nil)                      | true
            attribute_not_exists(absent)                 | true
            attribute_not_exists(#state)               | true
            attribute_not_exists(title)                 | false
            attribute_exists(:hello)                   | invalid
            attribute_type(title, :S)                   | true
            attribute_type(ss, :SS)                    | true
            attribute_type(n, :S)                      | false
            attribute_type(absent, :S)                   | false
            attribute_type(n, :DOG)                    | invalid
            attribute_type(n, title)                    | invalid
            begins_with(title, :hell)                   | true
            begins_with(title, :ell)                    | false
            begins_with(b, :bytes)                     | true
            begins_with(n, :hell)                      | false
            begins_with(absent, :hell)                   | false
            begins_with(title, :seven)                  | invalid
            contains(title, :ell)                       | true
            contains(title, :seven_text)                | false
            contains(b, :bytes)                        | true
            contains(ss, :ell)                         | false
            contains(ns, :two)                         | true
            contains(list_of, :two)                    | true
            contains(list_of, :seven)                  | false
            contains(ns, :seven_text)                  | false
            contains(n, :seven)                        | false
            contains(title, title)                       | invalid
            size(title) = n                             | false
            size(title) < n                             | true
            size(doc) = :two                           | true
            size(b) > :seven                           | true
            size(ss) = :two                            | true
            size(n) < :ten                             | false
            size(absent) < :ten                          | false
            size(title)                                 | invalid
            n = :seven_again                           | true
            n = :seven_text                            | false
            n <> :seven_text                           | true
            absent = :seven                              | false
            absent <> :seven                             | true
            absent = gone                                | false
            absent <> gone                               | true
            yes = :yes                                 | true
            n = :yes                                   | false
            nil = :null                                | true
            absent = :null                               | false
            ss = :ba                                   | true
            n < :ten                                   | true
            n < :two                                   | false
            :two < n                                   | true
            n <= :seven                                | true
            n >= :seven_again                          | true
            n > :seven                                 | false
            n < :seven_text                            | false
            title >= n                                  | false
            absent < :ten                                | false
            absent >= gone                               | false
            n < :yes                                   | invalid
            title < :hello                              | false
            title > :hell                               | true
            doc.x < doc.y[1]                           | true
            n = n                                      | invalid
            n BETWEEN :two AND :ten                    | true
            n BETWEEN :seven AND :seven_again          | true
            n BETWEEN :zero AND :two                   | false
            :two BETWEEN doc.y[0] AND n                | true
            title BETWEEN :two AND :ten                 | false
            absent BETWEEN :two AND :ten                 | false
            n BETWEEN :ten AND :two                    | invalid
            n BETWEEN :two AND :hello                  | invalid
            n IN (:two, :hello, :seven_again)          | true
            n IN (:two, :seven_text)                   | false
            absent IN (:two)                             | false
            n IN ()                                    | invalid
            NOT absent = :seven                          | true
            not n = :seven AND n = :seven              | false
            NOT (n = :seven and n = :two)              | true
            n = :seven OR n = :two AND n = :ten        | true
            n = :two AND n = :ten OR n = :seven        | true
            (n = :seven OR n = :two) AND n = :ten      | false
            n BETWEEN :two AND :ten AND n = :two       | false
            ((n = :seven))                             | invalid
            (n = :seven) AND (n = :seven_again)        | true
            n = 7                                      | invalid
            n = :seven n                               | invalid
            n = :seven OR                              | invalid
            n == :seven                                | invalid
            (n = :seven                                | invalid
            n                                          | invalid
            _n = :seven                                | invalid
            state = :seven                             | invalid
            n = :undefined                             | invalid
            #undefined = :seven                        | invalid
            dog(n)                                     | invalid
            Size(title) = :two                          | invalid
            n = :seven; n = :two                       | invalid
            """)
    void aConditionMeansWhatTheGuideSays(String condition, String meaning) {
        put(item);
        String outcome = Shown.outcome(() -> CLIENT.putItem(put -> put.tableName(TABLE)
                        .item(item)
                        .conditionExpression(condition)
                        .expressionAttributeNames(used(NAMES, condition))
                        .expressionAttributeValues(used(VALUES, condition))
                        .returnValuesOnConditionCheckFailure("ALL_OLD"))
                .attributes());
        String expected =
                switch (meaning) {
                    case "true" -> "ok {}";
                    case "false" -> "failed " + Shown.item(item);
                    default -> "ValidationException";
                };
        assertEquals(expected, outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            SET n = :two, more = :hello                  | id='?', more='hello', n=2, ss=SS[a, b], title='hello'
            SET n = n + :two                             | id='?', n=9, ss=SS[a, b], title='hello'
            SET n = :two - n                             | id='?', n=-5, ss=SS[a, b], title='hello'
            set n = title, title = n                       | id='?', n='hello', ss=SS[a, b], title=7
            SET n = if_not_exists(n, :zero) + :two       | id='?', n=9, ss=SS[a, b], title='hello'
            SET m = if_not_exists(m, :zero) + :two       | id='?', m=2, n=7, ss=SS[a, b], title='hello'
            SET m = if_not_exists(m, n)                  | id='?', m=7, n=7, ss=SS[a, b], title='hello'
            ADD n :two, m :two                           | id='?', m=2, n=9, ss=SS[a, b], title='hello'
            ADD ss :ac, tt :ac                           | id='?', n=7, ss=SS[a, b, c], title='hello', tt=SS[a, c]
            REMOVE n, absent                               | id='?', ss=SS[a, b], title='hello'
            REMOVE title SET n = :two ADD #state :two     | id='?', n=2, ss=SS[a, b], state=2
            SET n = m                                    | ValidationException
            SET n = m + :two                             | ValidationException
            SET n = title + :two                          | ValidationException
            SET n = n + :hello                           | ValidationException
            SET n = :two, n = :two                       | ValidationException
            SET n = :two SET m = :two                    | ValidationException
            SET id = :hello                              | ValidationException
            SET state = :hello                           | ValidationException
            SET n :two                                   | ValidationException
            SET n = :two,                                | ValidationException
            SET n = :undefined                           | ValidationException
            SET doc.x = :two                             | ValidationException
            SET n = list_append(n, :two)                 | ValidationException
            ADD n :hello                                 | ValidationException
            ADD title :two                                | ValidationException
            ADD n n                                      | ValidationException
            DELETE ss :ac                                | ValidationException
            n = :two                                     | ValidationException
            """)
    void anUpdateDoesWhatTheGuideSays(String update, String expected) {
        Map<String, AttributeValue> before =
                with(Map.of("n", fromN("7"), "title", fromS("hello"), "ss", fromSs(List.of("a", "b"))));
        put(before);
        String outcome = Shown.outcome(() -> CLIENT.updateItem(call -> call.tableName(TABLE)
                        .key(key)
                        .updateExpression(update)
                        .expressionAttributeNames(used(NAMES, update))
                        .expressionAttributeValues(used(VALUES, update))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes());
        boolean refused = expected.equals("ValidationException");
        assertEquals(refused ? expected : "ok {" + expected.replace("?", id) + "}", outcome);
        assertEquals(refused ? Shown.item(before) : outcome.substring(3), Shown.item(get()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            NONE        | {}
            ALL_OLD     | {id='?', n=7, title='hello'}
            ALL_NEW     | {id='?', m=2, n=9, title='hello'}
            UPDATED_OLD | {n=7}
            UPDATED_NEW | {m=2, n=9}
            """)
    void anUpdateReturnsWhatIsAskedFor(String wanted, String expected) {
        put(with(Map.of("n", fromN("7"), "title", fromS("hello"))));
        String outcome = Shown.outcome(() -> update("ADD n :two, m :two", wanted));
        assertEquals("ok " + expected.replace("?", id), outcome);
    }

    @Test
    void anUpdateMakesTheItem() {
        assertEquals("ok {m=2, n=2}", Shown.outcome(() -> update("ADD n :two, m :two", "UPDATED_NEW")));
        assertEquals("{id='" + id + "', m=2, n=2}", Shown.item(get()));
    }

    @Test
    void aRemovalMakesNoItem() {
        assertEquals("ok {}", Shown.outcome(() -> update("REMOVE n", "ALL_NEW")));
        assertEquals("{}", Shown.item(get()));
    }

    @Test
    void aPutAndADeleteReturnTheOldItem() {
        Map<String, AttributeValue> second = with(Map.of("n", fromN("2")));
        put(item);
        assertEquals("ok " + Shown.item(item), Shown.outcome(() -> CLIENT.putItem(
                        put -> put.tableName(TABLE).item(second).returnValues("ALL_OLD"))
                .attributes()));
        assertEquals("ok " + Shown.item(second), Shown.outcome(() -> CLIENT.deleteItem(
                        delete -> delete.tableName(TABLE).key(key).returnValues("ALL_OLD"))
                .attributes()));
        assertEquals("{}", Shown.item(get()));
    }

    @Test
    void aTransactionIsAllOrNothing() {
        put(with(Map.of("n", fromN("7"))));
        List<TransactWriteItem> refused = List.of(
                count("other " + id, "ADD n :two", null),
                count(id, "SET n = n - :two", "n > :seven"),
                count("without " + id, "SET n = n - :two", null));
        String reasons = "[None, ConditionalCheckFailed {id='" + id + "', n=7}, ValidationError]";
        assertEquals(reasons, Shown.outcome(() -> transact(refused, null)));
        assertEquals("{}", Shown.item(get("other " + id)));

        List<TransactWriteItem> done = List.of(
                count("other " + id, "ADD n :two", null),
                TransactWriteItem.builder()
                        .conditionCheck(check -> check.tableName(TABLE)
                                .key(Map.of("id", fromS("absent " + id)))
                                .conditionExpression("attribute_not_exists(id)"))
                        .build(),
                TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(TABLE).key(key))
                        .build(),
                TransactWriteItem.builder()
                        .put(put -> put.tableName(TABLE).item(Map.of("id", fromS("new " + id))))
                        .build());
        assertEquals("ok {}", Shown.outcome(() -> transact(done, null)));
        assertEquals("{id='other " + id + "', n=2}", Shown.item(get("other " + id)));
        assertEquals("{}", Shown.item(get("absent " + id)));
        assertEquals("{}", Shown.item(get()));
        assertEquals("{id='new " + id + "'}", Shown.item(get("new " + id)));
    }

    @Test
    void aTransactionIsDoneOnceForOneToken() {
        List<TransactWriteItem> actions = List.of(count(id, "ADD n :two", null));
        String token = UUID.randomUUID().toString();
        assertEquals("ok {}", Shown.outcome(() -> transact(actions, token)));
        assertEquals("ok {}", Shown.outcome(() -> transact(actions, token)));
        List<TransactWriteItem> others = List.of(count(id, "ADD m :two", null));
        assertEquals("IdempotentParameterMismatchException", Shown.outcome(() -> transact(others, token)));
        assertEquals("{id='" + id + "', n=2}", Shown.item(get()));
    }

    @Test
    void whatIsWrongIsRefusedInDynamoDbsWords() {
        TransactWriteItem count = count(id, "ADD n :two", null);
        assertEquals("ValidationException", Shown.outcome(() -> transact(List.of(count, count), null)));
        assertEquals("ValidationException", Shown.outcome(() -> put(Map.of("n", fromN("7")))));
        assertEquals("ValidationException", Shown.outcome(() -> put(Map.of("id", fromN("7")))));
        assertEquals("ValidationException", Shown.outcome(() -> put(Map.of("id", fromS("")))));
        assertEquals("ValidationException", Shown.outcome(() -> put(with(Map.of("n", fromN("seven"))))));
        assertEquals("ValidationException", Shown.outcome(() -> put(with(Map.of("n", fromSs(List.of("a", "a")))))));
        assertEquals("ValidationException", Shown.outcome(() -> CLIENT.getItem(
                        get -> get.tableName(TABLE).key(with(Map.of("n", fromN("7")))))
                .item()));
        for (Map<String, String> names : List.of(NAMES, Map.of("#unused", "unused"))) {
            assertEquals("ValidationException", Shown.outcome(() -> CLIENT.deleteItem(delete -> delete.tableName(TABLE)
                            .key(key)
                            .conditionExpression("attribute_not_exists(#state)")
                            .expressionAttributeNames(names))
                    .attributes()));
        }
        assertEquals("ResourceNotFoundException", Shown.outcome(() -> CLIENT.getItem(
                        get -> get.tableName("absent").key(key))
                .item()));
        assertEquals(
                "ValidationException", // what the stand-in doesn't know it doesn't pretend to do
                Shown.outcome(() -> CLIENT.getItem(
                                get -> get.tableName(TABLE).key(key).projectionExpression("n"))
                        .item()));
    }

    @Test
    void aTableIsThereUntilItIsDeleted() {
        String table = DynamoDbServer.newTable(CLIENT);
        assertEquals(
                "ACTIVE",
                CLIENT.describeTable(describe -> describe.tableName(table))
                        .table()
                        .tableStatusAsString());
        CLIENT.deleteTable(delete -> delete.tableName(table));
        assertEquals(
                "ResourceNotFoundException",
                Shown.outcome(() -> CLIENT.scan(scan -> scan.tableName(table)).items().stream()
                        .findFirst()
                        .orElseThrow()));
    }

    /** Of a budget of 100 that 16 spend by twos, in one item or in two at once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyAtOnceSpendABudgetOnce(boolean transaction) throws ExecutionException, InterruptedException {
        List<String> budgets = transaction ? List.of(id, "other " + id) : List.of(id);
        budgets.forEach(budget -> put(Map.of("id", fromS(budget), "n", fromN("100"))));
        List<TransactWriteItem> spend = budgets.stream()
                .map(budget -> count(budget, "SET n = n - :two", "n >= :two"))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        List<Future<Integer>> spent = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            spent.add(threads.submit(() -> {
                int times = 0;
                while (Shown.outcome(() -> transaction ? transact(spend, null) : spendOnce())
                        .equals("ok {}")) {
                    times++;
                }
                return times;
            }));
        }
        int all = 0;
        for (Future<Integer> times : spent) {
            all += times.get();
        }
        threads.shutdown();
        assertEquals(50, all);
        budgets.forEach(budget -> assertEquals(Map.of("id", fromS(budget), "n", fromN("0")), get(budget)));
    }

    private Map<String, AttributeValue> spendOnce() {
        return CLIENT.updateItem(call -> call.tableName(TABLE)
                        .key(key)
                        .updateExpression("SET n = n - :two")
                        .conditionExpression("n >= :two")
                        .expressionAttributeValues(used(VALUES, ":two")))
                .attributes();
    }

    private Map<String, AttributeValue> update(String update, String wanted) {
        return CLIENT.updateItem(call -> call.tableName(TABLE)
                        .key(key)
                        .updateExpression(update)
                        .expressionAttributeValues(used(VALUES, update))
                        .returnValues(wanted))
                .attributes();
    }

    private static TransactWriteItem count(String id, String update, String condition) {
        return TransactWriteItem.builder()
                .update(call -> call.tableName(TABLE)
                        .key(Map.of("id", fromS(id)))
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeValues(used(VALUES, update + " " + condition))
                        .returnValuesOnConditionCheckFailure("ALL_OLD"))
                .build();
    }

    private static Map<String, AttributeValue> transact(List<TransactWriteItem> actions, String token) {
        CLIENT.transactWriteItems(call -> call.transactItems(actions).clientRequestToken(token));
        return Map.of();
    }

    private static Map<String, AttributeValue> put(Map<String, AttributeValue> item) {
        return CLIENT.putItem(put -> put.tableName(TABLE).item(item)).attributes();
    }

    private Map<String, AttributeValue> get() {
        return get(id);
    }

    private static Map<String, AttributeValue> get(String id) {
        return CLIENT.getItem(get -> get.tableName(TABLE).key(Map.of("id", fromS(id))))
                .item();
    }

    private Map<String, AttributeValue> with(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.putAll(key);
        return item;
    }

    /** Those that the expression has; null for absent, which is how the SDK sends absent. */
    private static <T> Map<String, T> used(Map<String, T> all, String expression) {
        Map<String, T> used = new HashMap<>();
        PLACEHOLDER.matcher(expression).results().map(found -> found.group()).forEach(name -> {
            if (all.containsKey(name)) {
                used.put(name, all.get(name));
            }
        });
        return used.isEmpty() ? null : used;
    }
}
