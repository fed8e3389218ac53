#!/usr/bin/env php
<?php

// Asks ktp-verify one question over HTTPS with PHP's curl, which signs it too.
//
//     php https.php API-URL id_name|id_selfie REQUEST.json [KEY]
//
// Needs PHP from 8.2 on with ext-curl, AWS_REGION and AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a role's,
// AWS_SESSION_TOKEN, as `aws configure export-credentials --format env` gives them.
// With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
// Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.

declare(strict_types=1);

const TRIES = 6; // with the pauses between them longer than the 30 s for which a broken-off verification holds its key
const LONGEST_PAUSE = 60; // s: a budget that is used up opens again after hours or days
const TIME_OUT = 35; // s: longer than the 30 s after which API Gateway answers
define('LIVEMODE', getenv('KTP_LIVEMODE') !== 'false'); // of the verdicts that this program may use

// What happened on the way, in the function's own terms.
function on_the_way(string $status, string $charge, bool $retryable, string $reason = ''): array
{
    return ['status' => $status, 'charge' => $charge, 'retryable' => $retryable, 'reason' => $reason];
}

function no_answer(string $reason): array
{
    return on_the_way('NO_ANSWER', 'UNKNOWN', true, $reason); // the key makes it safe to ask again
}

/** One request, and what came of it. */
function post(string $url, string $body, string $key): array
{
    $retry_after = 0;
    $headers = ['Content-Type: application/json', "Idempotency-Key: $key"];
    if (getenv('AWS_SESSION_TOKEN')) {
        $headers[] = 'X-Amz-Security-Token: ' . getenv('AWS_SESSION_TOKEN');
    }
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CONNECTTIMEOUT => 2,
        CURLOPT_TIMEOUT => TIME_OUT,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_AWS_SIGV4 => 'aws:amz:' . getenv('AWS_REGION') . ':execute-api',
        CURLOPT_USERPWD => getenv('AWS_ACCESS_KEY_ID') . ':' . getenv('AWS_SECRET_ACCESS_KEY'),
        CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$retry_after): int {
            if (preg_match('/^retry-after:\s*(\d+)/i', $line, $found)) {
                $retry_after = (int) $found[1];
            }
            return strlen($line);
        },
    ]);
    $text = curl_exec($curl);
    $failed = curl_errno($curl);
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    curl_close($curl);
    if ($failed === CURLE_COULDNT_RESOLVE_HOST) {
        return on_the_way('UNKNOWN_HOST', 'FREE', false, (string) parse_url($url, PHP_URL_HOST));
    }
    if ($failed !== 0) {
        return no_answer(curl_strerror($failed)); // time-out or lost connection: it may have run
    }
    $answer = json_decode($text, true);
    if (isset($answer['charge'])) {
        return [...$answer, 'retry_after' => $retry_after];
    }
    // API Gateway's own answer has a message alone. By a 5xx it says too that the function broke or took too long.
    return match (true) {
        $status === 429 => on_the_way('THROTTLED', 'FREE', true),
        $status >= 500 => no_answer("HTTP $status"),
        default => on_the_way("HTTP_$status", 'FREE', false, $answer['message'] ?? ''),
    };
}

/** Asks until there is an answer to keep, or the tries are used up. */
function verify(string $url, string $body, string $key): array
{
    $answer = [];
    $lost = false;
    for ($attempt = 0; $attempt < TRIES; $attempt++) {
        if ($attempt > 0) {
            $pause = max(2 ** ($attempt - 1), $answer['retry_after'] ?? 0);
            usleep($pause * random_int(1_000_000, 1_500_000));
        }
        $answer = post($url, $body, $key);
        $lost = $lost || ($answer['status'] ?? '') === 'NO_ANSWER';
        if (!$answer['retryable'] || ($answer['retry_after'] ?? 0) > LONGEST_PAUSE) {
            break;
        }
    }
    // That a later try was free says nothing about one that was lost, unless it is the function's last word.
    $last_word = !$answer['retryable'] && isset($answer['request_id']);
    return $lost && !$last_word ? [...$answer, 'charge' => 'UNKNOWN'] : $answer;
}

/** A verdict of the sandbox is none for production, nor the other way round. */
function of_this_mode(array $answer): array
{
    return isset($answer['outcome']) && ($answer['livemode'] ?? null) !== LIVEMODE
        ? [...$answer, 'outcome' => null, 'status' => 'WRONG_LIVEMODE']
        : $answer;
}

/** What the caller's program does next: exit code and word. */
function ending(array $answer): array
{
    return match (true) {
        $answer['retryable'] => [4, 'try later'],
        !in_array($answer['charge'], ['CHARGED', 'FREE'], true) => [5, 'unknown charge'],
        isset($answer['outcome']) => [0, 'verdict'],
        default => [3, 'refused'],
    };
}

if ($argc < 4 || $argc > 5) {
    fwrite(STDERR, "php https.php API-URL id_name|id_selfie REQUEST.json [KEY]\n");
    exit(1);
}
foreach (['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as $name) {
    if (!getenv($name)) {
        fwrite(STDERR, "$name is not set\n");
        exit(1);
    }
}
[, $api, $operation, $file] = $argv;
// One key per question. A program that must survive its own end stores it with the question before it asks.
$key = $argv[4] ?? bin2hex(random_bytes(16));
$body = @file_get_contents($file);
if ($body === false) {
    fwrite(STDERR, "$file can't be read\n");
    exit(1);
}
$answer = of_this_mode(verify(rtrim($api, '/') . "/verify/$operation", $body, $key));
[$code, $word] = ending($answer);
// Never the request: it holds personal data, and so may `result`.
printf(
    "%s: %s, charge=%s, key=%s, request_id=%s\n",
    $word,
    $answer['outcome'] ?? $answer['status'],
    $answer['charge'],
    $key,
    $answer['request_id'] ?? '-',
);
if (($answer['reason'] ?? '') !== '') {
    fwrite(STDERR, $answer['reason'] . "\n");
}
foreach ($answer['hints'] ?? [] as $hint) {
    fwrite(STDERR, "hint: {$hint['field']} {$hint['code']}\n");
}
exit($code);
