# Writes a .cpp that holds text files as string literals, so that one binary carries its templates,
# messages and migrations.  Run as a script:
#   cmake -D OUT=x.cpp -D SYMBOL=states::files -D ROOT=dir -D "FILES=a.json;b.json" -P Embed.cmake
string(REPLACE "::" ";" parts "${SYMBOL}")
list(POP_BACK parts function)
list(JOIN parts "::" namespace)
set(text "#include <map>\n#include <string_view>\n\nnamespace ${namespace} {\n\n")
string(APPEND text "const std::map<std::string_view, std::string_view>& ${function}() {\n")
string(APPEND text "    static const std::map<std::string_view, std::string_view> all{\n")
string(REPLACE "|" ";" FILES "${FILES}")
foreach(name IN LISTS FILES)
    file(READ "${ROOT}/${name}" content)
    string(APPEND text "{\"${name}\", R\"doorstep(${content})doorstep\"},\n")
endforeach()
string(APPEND text "    };\n    return all;\n}\n\n}  // namespace ${namespace}\n")
file(WRITE "${OUT}" "${text}")
