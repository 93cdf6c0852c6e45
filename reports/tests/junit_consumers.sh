#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# JUnit reports in the eyes of others: a schema, and two parsers of other people.
#
# junit_consumers.sh schema|junitparser|npm TEST_PROGRAM FOLDER
# Status 0: all is read as meant. 77: the reader is not there; the last line says so.
set -eu
reader=$1
program=$2
folder=$3/$reader
here=$(cd "$(dirname "$0")" && pwd)

need() {
  command -v "$1" >/dev/null || { echo "skipped: $1 is not installed"; exit 77; }
}

rm -rf "$folder/files"
mkdir -p "$folder/files"
PATHPROOF_REPORTS_OUT=$folder/files "$program" -w NoTests \
  "pairs of JUnit and JSON reports are written for other readers" >/dev/null
set --
for xml in "$folder/files"/*.xml; do
  set -- "$@" "$xml" "${xml%.xml}.json"
done

case $reader in
schema)
  need xmllint
  xmllint --noout --nonet --schema "$here/junit.xsd" "$folder/files"/*.xml
  # A schema that lets everything pass would prove nothing.
  for mistake in 's/<failure message/<failure massage/' 's/ tests="2"/ tests="two"/' \
    's/<error /<eror /' 's/ time="0.250"/ time="0,250"/'; do
    sed "$mistake" "$folder/files/every_verdict.xml" >"$folder/wrong.xml"
    if xmllint --noout --nonet --schema "$here/junit.xsd" "$folder/wrong.xml" 2>/dev/null; then
      echo "the schema accepts a report after sed '$mistake'"
      exit 1
    fi
  done
  ;;
junitparser)
  need /usr/bin/python3
  /usr/bin/python3 "$here/junit_consumer.py" "$@"
  ;;
npm)
  need node
  need npm
  node "$here/junit_consumer.mjs" "$folder/npm" "$@"
  ;;
*)
  echo "junit_consumers.sh: '$reader' is no reader"
  exit 2
  ;;
esac
