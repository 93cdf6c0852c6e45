# SPDX-License-Identifier: Apache-2.0
# The targets docs: documents and API as HTML, in docs/html of the build directory; and docs_pictures,
# which makes the pictures in docs/pictures anew.
include_guard(GLOBAL)

# The system's own Python comes first: Debian's Python packages belong to it.
find_program(PATHPROOF_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(PATHPROOF_PYTHON python3)
mark_as_advanced(PATHPROOF_PYTHON)
if(PROJECT_IS_TOP_LEVEL AND PATHPROOF_PYTHON AND TARGET pathproof)
  add_custom_target(
    docs
    COMMAND "${PATHPROOF_PYTHON}" "${PROJECT_SOURCE_DIR}/cmake/documents/build_html.py"
            "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/docs/html" $<TARGET_FILE:pathproof>
    COMMENT "Documents and API as HTML"
    VERBATIM)
  add_custom_target(
    docs_pictures
    COMMAND sh "${PROJECT_SOURCE_DIR}/cmake/documents/pictures.sh" "${PROJECT_SOURCE_DIR}"
            $<TARGET_FILE:pathproof> "${PROJECT_BINARY_DIR}/reports/browser/npm" --keep
    COMMENT "Pictures of the documents"
    VERBATIM)
  add_dependencies(docs pathproof)
  add_dependencies(docs_pictures pathproof)
endif()
