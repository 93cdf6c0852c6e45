# SPDX-License-Identifier: Apache-2.0
# A Debian package of what is installed: cpack --config BUILD_DIR/CPackConfig.cmake
include_guard(GLOBAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pathproof)
set(CPACK_PACKAGE_VENDOR "pathproof maintainers")
set(CPACK_PACKAGE_CONTACT "pathproof maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/package")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What needs these says so; the rest does without.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cvc5, qemu-system-misc, wireshark")
include(CPack)
