// Asks ktp-verify one question over HTTPS with a JSON Web Token. All that it uses is in Android too.
//
//     java -cp target/invoke.jar HttpsKt API-URL id_name|id_selfie REQUEST.json [KEY]
//
// Needs the token in KTP_TOKEN. With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
// Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.

import java.io.File
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL
import java.net.UnknownHostException
import java.util.UUID
import kotlin.math.max
import kotlin.random.Random
import kotlin.system.exitProcess
import org.json.JSONException
import org.json.JSONObject

const val TRIES = 6 // with the pauses between them longer than the 30 s for which a broken-off verification holds its key
const val LONGEST_PAUSE = 60 // s: a budget that is used up opens again after hours or days
const val CONNECT_TIME_OUT = 2_000 // ms
const val TIME_OUT = 35_000 // ms: longer than the 30 s after which API Gateway answers
val LIVEMODE = System.getenv("KTP_LIVEMODE") != "false" // of the verdicts that this program may use
val TOKEN: String? = System.getenv("KTP_TOKEN")

// What happened on the way, in the function's own terms.
fun onTheWay(status: String, charge: String, retryable: Boolean, reason: String? = null): JSONObject =
    JSONObject().put("status", status).put("charge", charge).put("retryable", retryable).put("reason", reason)

fun noAnswer(reason: String) = onTheWay("NO_ANSWER", "UNKNOWN", true, reason) // the key makes it safe to ask again

/** One request, and what came of it. */
fun post(url: URL, body: ByteArray, key: String): JSONObject {
    val connection = url.openConnection() as HttpURLConnection
    return try {
        connection.connectTimeout = CONNECT_TIME_OUT
        connection.readTimeout = TIME_OUT
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.setFixedLengthStreamingMode(body.size) // otherwise it sends a lost request once more by itself
        connection.setRequestProperty("Authorization", "Bearer $TOKEN")
        connection.setRequestProperty("Content-Type", "application/json")
        connection.setRequestProperty("Idempotency-Key", key)
        connection.outputStream.use { it.write(body) }
        answer(connection.responseCode, connection)
    } catch (e: UnknownHostException) {
        onTheWay("UNKNOWN_HOST", "FREE", false, e.message)
    } catch (e: IOException) {
        noAnswer(e.javaClass.simpleName) // time-out or lost connection: it may have run
    } catch (e: JSONException) {
        noAnswer("cut off")
    } finally {
        connection.disconnect()
    }
}

fun answer(status: Int, connection: HttpURLConnection): JSONObject {
    val stream = if (status < 400) connection.inputStream else connection.errorStream // none by 401, as it can't send again
    val answer = JSONObject(stream?.use { it.readBytes() }?.decodeToString() ?: "{}")
    return when {
        answer.has("charge") -> answer.put("retry_after", connection.getHeaderFieldInt("Retry-After", 0))
        // API Gateway's own answer has a message alone. By a 5xx it says too that the function broke or took too long.
        status == 429 -> onTheWay("THROTTLED", "FREE", true)
        status >= 500 -> noAnswer("HTTP $status")
        else -> onTheWay("HTTP_$status", "FREE", false, answer.optString("message"))
    }
}

/** Asks until there is an answer to keep, or the tries are used up. */
fun verify(url: URL, body: ByteArray, key: String): JSONObject {
    var answer = JSONObject()
    var lost = false
    for (attempt in 0 until TRIES) {
        if (attempt > 0) {
            val pause = max(1 shl (attempt - 1), answer.optInt("retry_after"))
            Thread.sleep((1000 * pause * Random.nextDouble(1.0, 1.5)).toLong())
        }
        answer = post(url, body, key)
        lost = lost || answer.optString("status") == "NO_ANSWER"
        if (!answer.optBoolean("retryable") || answer.optInt("retry_after") > LONGEST_PAUSE) break
    }
    // That a later try was free says nothing about one that was lost, unless it is the function's last word.
    val lastWord = !answer.optBoolean("retryable") && answer.has("request_id")
    return if (lost && !lastWord) answer.put("charge", "UNKNOWN") else answer
}

/** A verdict of the sandbox is none for production, nor the other way round. */
fun ofThisMode(answer: JSONObject): JSONObject {
    if (answer.has("outcome") && answer.opt("livemode") != LIVEMODE) {
        answer.put("status", "WRONG_LIVEMODE").remove("outcome")
    }
    return answer
}

/** What the caller's program does next: exit code and word. */
fun ending(answer: JSONObject): Pair<Int, String> = when {
    answer.optBoolean("retryable") -> 4 to "try later"
    answer.optString("charge") !in setOf("CHARGED", "FREE") -> 5 to "unknown charge"
    answer.has("outcome") -> 0 to "verdict"
    else -> 3 to "refused"
}

fun main(args: Array<String>) {
    if (args.size !in 3..4 || TOKEN == null) {
        System.err.println("KTP_TOKEN=… java -cp target/invoke.jar HttpsKt API-URL id_name|id_selfie REQUEST.json [KEY]")
        exitProcess(1)
    }
    // One key per question. A program that must survive its own end stores it with the question before it asks.
    val key = args.getOrElse(3) { UUID.randomUUID().toString() }
    val url = URL("${args[0].removeSuffix("/")}/verify/${args[1]}")
    val answer = ofThisMode(verify(url, File(args[2]).readBytes(), key))
    val (code, word) = ending(answer)
    // Never the request: it holds personal data, and so may `result`.
    val said = answer.optString("outcome", answer.optString("status"))
    val requestId = answer.optString("request_id", "-")
    println("$word: $said, charge=${answer.optString("charge")}, key=$key, request_id=$requestId")
    answer.optString("reason").takeIf { it.isNotEmpty() }?.let { System.err.println(it) }
    val hints = answer.optJSONArray("hints")
    for (i in 0 until (hints?.length() ?: 0)) {
        val hint = hints!!.getJSONObject(i)
        System.err.println("hint: ${hint.getString("field")} ${hint.getString("code")}")
    }
    exitProcess(code)
}
