# Reads one results file of a test run (TRX) and prints `PASSED FAILED SKIPPED`. The sentences about failed and skipped tests
# are appended to the files named by the variables `failures` and `skips`.
BEGIN { RS = "<" } # a record is one tag with the text after it; a '<' in a text is written &lt;

function plain(text) {
    gsub(/&#xD;/, "", text); gsub(/&#xA;/, "\n", text)
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text)
    gsub(/&amp;/, "\\&", text) # the last, so that nothing is decoded twice
    sub(/[ \t\n]+$/, "", text)
    return text
}

function attribute(name) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    return plain(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
}

function text() { return plain(substr($0, index($0, ">") + 1)) }

function indented(lines) { gsub(/\n/, "\n      ", lines); return "      " lines }

function finish() {
    if (outcome == "NotExecuted") {
        gsub(/[ \t\n]+/, " ", message)
        printf "  %s: %s\n", test, (message == "" ? "no reason given" : message) >> skips
        skipped++
    } else if (outcome == "Passed") {
        passed++
    } else if (outcome != "") {
        printf "  %s: %s\n%s\n", test, tolower(outcome), indented(message == "" ? "no message" : message) >> failures
        if (trace != "") print indented(trace) >> failures
        failed++
    }
    outcome = message = trace = ""
}

/^UnitTestResult / { finish(); test = attribute("testName"); outcome = attribute("outcome") }
/^Message>/ && outcome != "" { message = text() }
/^StackTrace>/ && outcome != "" { trace = text() }
/^\/Results>/ { finish() }

END { finish(); print passed + 0, failed + 0, skipped + 0 }
