#!/usr/bin/env bash
# Judges files by PDFBox's preflight: exits 0 if all are PDF/A-1b, and says what is wrong otherwise.
set -euo pipefail
jars=/usr/share/java
classpath=$(printf "$jars/%s.jar:" preflight pdfbox2 xmpbox fontbox2 commons-logging \
    javax.activation jaxb-api)
# It judges one file or a folder in one go; a folder saves starting Java for each.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$@" "$folder"
said=$(java -cp "$classpath" org.apache.pdfbox.preflight.Validator_A1b batch "$folder" 2>&1) ||
    { echo "$said"; exit 1; }
echo "$said"
[ "$(grep -c 'is a valid PDF/A-1b file' <<<"$said")" = $# ]
