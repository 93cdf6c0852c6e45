# SPDX-License-Identifier: Apache-2.0
# Shows the comments of a header to Doxygen: what is beside the code is made a comment of its kind.
# `\param` and its like stay commands, < and @ are what they are.

function shown(text,    parts, number, i, made) {
  number = split(text, parts, "`")
  for (i = 1; i <= number; ++i) {
    if (i % 2 == 1) {
      gsub(/[<>@#]/, "\\\\&", parts[i])
    }
    made = made (i > 1 ? "`" : "") parts[i]
  }
  return made
}

# In C the comment behind the licence is what the file is for, too.
NR == 1 && /SPDX-License-Identifier/ {
  in_c = /^\/\*/
  print in_c ? "" : "/// \\file"
  next
}

in_c {
  sub(/^\/\* /, NR == 2 ? "/** \\file\n" : "/** ")
}

# A comment of its own. Under one that is beside the code and as far to the right, it goes on.
/^[ \t]*\/\/( |$)/ {
  at = index($0, "//")
  print substr($0, 1, at - 1) (at == beside ? "///<" : "///") shown(substr($0, at + 2))
  next
}

# Beside the code: "steps = 20;    // moves of a generated test"
{
  beside = 0
  if ($0 !~ /"[^"]*\/\/[^"]*"/ && match($0, /[;,{})] +\/\/ /)) {
    beside = RSTART + RLENGTH - 3
    print substr($0, 1, beside - 1) "///<" shown(substr($0, beside + 2))
    next
  }
  print
}
