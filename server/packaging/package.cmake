# SPDX-License-Identifier: EUPL-1.2
# What `cmake --install` puts where, by components, and the Debian packages that are made of it.
#
#   cmake --preset package && cmake --build --preset package && cpack --preset package      build/release/*.deb
#
# in the folder of the release, whose programs they are.
#
# Components: server, server-units, server-manual, server-completion, docs-assets (of the package clea-server);
# documents, documents-units, documents-manual, documents-completion (of clea-documents).
include(GNUInstallDirs)

option(CLEA_DOCS "install what the page /docs is made with, by npm" OFF)
set(CLEA_DOCS_TARGET ${CMAKE_INSTALL_FULL_DATADIR}/clea-server/swagger-ui-dist)
# Another one makes an older package of the same sources, for the test of an upgrade.
set(CLEA_PACKAGE_VERSION ${PROJECT_VERSION}-1 CACHE STRING "version of the Debian packages")

set(made ${CMAKE_BINARY_DIR}/packaging)
set(packaging ${CMAKE_SOURCE_DIR}/server/packaging)
file(MAKE_DIRECTORY ${made})

# made_of(FILE PROGRAM TEMPLATE|"" ARGUMENTS…): what the program prints, within the template when there is one.
function(made_of file program template)
    if(template)
        set(template ${packaging}/man/${template})
        set(command sh ${packaging}/compose.sh ${template} ${made}/${file} $<TARGET_FILE:${program}> ${ARGN})
    else()
        set(command $<TARGET_FILE:${program}> ${ARGN} > ${made}/${file})
    endif()
    add_custom_command(OUTPUT ${made}/${file} COMMAND ${command} DEPENDS ${program} ${packaging}/compose.sh ${template}
                       COMMENT "writing ${file}")
    set_property(GLOBAL APPEND PROPERTY clea_made ${made}/${file})
endfunction()

made_of(settings clea-server "" package settings)
made_of(clea-server.conf.5 clea-server clea-server.conf.5.in package settings-manual)
made_of(clea-server.8 clea-server clea-server.8.in package manual)
made_of(clea-server.completion clea-server "" package completion)
made_of(clea-documents.8 clea-documents clea-documents.8.in package manual)
made_of(clea-documents.completion clea-documents "" package completion)

# The file of a package names what came with it; everything else in it is commented out.
add_custom_command(OUTPUT ${made}/clea-server.conf
    COMMAND sed -e "/^\\[docs\\]/,/^\\[/s|^#folder =$|folder = ${CLEA_DOCS_TARGET}|" ${made}/settings > ${made}/clea-server.conf
    DEPENDS ${made}/settings COMMENT "writing clea-server.conf" VERBATIM)
set_property(GLOBAL APPEND PROPERTY clea_made ${made}/clea-server.conf)

# Compressed as the policy of Debian wants it; without a time, so that the same sources make the same package.
function(compressed file source)
    add_custom_command(OUTPUT ${made}/${file}.gz COMMAND gzip -9nc ${source} > ${made}/${file}.gz DEPENDS ${source} ${ARGN}
                       COMMENT "compressing ${file}" VERBATIM)
    set_property(GLOBAL APPEND PROPERTY clea_made ${made}/${file}.gz)
endfunction()
foreach(page clea-server.conf.5 clea-server.8 clea-documents.8)
    compressed(${page} ${made}/${page})
endforeach()
compressed(changelog ${CMAKE_SOURCE_DIR}/CHANGELOG.md)
string(TIMESTAMP CLEA_PACKAGE_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC) # of SOURCE_DATE_EPOCH where that is set
configure_file(${packaging}/debian/changelog.in ${made}/changelog.Debian @ONLY)
compressed(changelog.Debian ${made}/changelog.Debian)

set(docs ${CMAKE_BINARY_DIR}/docs)
if(CLEA_DOCS)
    # Pinned with its digest; no program of it is run.
    add_custom_command(OUTPUT ${docs}/node_modules/swagger-ui-dist/swagger-ui-bundle.js
        COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_SOURCE_DIR}/server/docs/package.json ${CMAKE_SOURCE_DIR}/server/docs/package-lock.json ${docs}
        COMMAND npm ci --prefix ${docs} --ignore-scripts --no-audit --no-fund --loglevel=error
        DEPENDS ${CMAKE_SOURCE_DIR}/server/docs/package-lock.json COMMENT "installing what /docs is made with" VERBATIM)
    file(MAKE_DIRECTORY ${docs})
    set_property(GLOBAL APPEND PROPERTY clea_made ${docs}/node_modules/swagger-ui-dist/swagger-ui-bundle.js)
endif()

get_property(all_made GLOBAL PROPERTY clea_made)
add_custom_target(packaging DEPENDS ${all_made})

# install_part(PROGRAM): what clea-server and clea-documents have in common. Units and the like lie where Debian has them, whatever
# the prefix: nothing below /lib, which may be a link.
function(install_part program component)
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${component})
    install(FILES ${packaging}/systemd/${program}.service DESTINATION lib/systemd/system COMPONENT ${component}-units)
    install(FILES ${packaging}/systemd/${program}.sysusers DESTINATION lib/sysusers.d RENAME ${program}.conf COMPONENT ${component}-units)
    install(FILES ${packaging}/systemd/${program}.tmpfiles DESTINATION lib/tmpfiles.d RENAME ${program}.conf COMPONENT ${component}-units)
    install(FILES ${made}/${program}.8.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 COMPONENT ${component}-manual)
    install(FILES ${made}/${program}.completion DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ${program}
            COMPONENT ${component}-completion)
    install(FILES ${made}/changelog.gz ${made}/changelog.Debian.gz ${packaging}/debian/copyright
            DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${program} COMPONENT ${component})
    install(FILES ${packaging}/debian/${program}.overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME ${program}
            COMPONENT ${component})
endfunction()
install_part(clea-server server)
install_part(clea-documents documents)
install(FILES ${made}/clea-server.conf.5.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT server-manual)
install(FILES ${made}/clea-server.conf DESTINATION /etc/clea PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ COMPONENT server)
install(DIRECTORY DESTINATION /etc/clea/conf.d DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE COMPONENT server)
if(CLEA_DOCS)
    install(FILES ${docs}/node_modules/swagger-ui-dist/swagger-ui-bundle.js ${docs}/node_modules/swagger-ui-dist/swagger-ui.css
            DESTINATION ${CLEA_DOCS_TARGET} COMPONENT docs-assets)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME clea)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_DEBIAN_PACKAGE_VERSION ${CLEA_PACKAGE_VERSION})
set(CPACK_PACKAGE_CONTACT "CléA server maintainers <maintainers@clea.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(systemd "systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME clea-server)
# The minimum that its packaging tells of libmicrohttpd is older than what is called.
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "libmicrohttpd12 (>= ${MHD_LEAST}), ca-certificates, ${systemd}")
set(CPACK_DEBIAN_SERVER_PACKAGE_SUGGESTS "postgresql-15, clea-documents, haproxy")
set(CPACK_DEBIAN_DOCUMENTS_PACKAGE_NAME clea-documents)
set(CPACK_DEBIAN_DOCUMENTS_PACKAGE_DEPENDS
    "clea-server (= ${CLEA_PACKAGE_VERSION}), fonts-ebgaramond, fonts-inter, fonts-sil-gentiumplus, ${systemd}")
set(CPACK_DEBIAN_DOCUMENTS_PACKAGE_SUGGESTS clamdscan)
foreach(group server documents)
    string(TOUPPER ${group} upper)
    set(control ${CMAKE_BINARY_DIR}/packaging/control-${group})
    file(MAKE_DIRECTORY ${control})
    foreach(script postinst prerm postrm)
        set(PROGRAM clea-${group})
        configure_file(${packaging}/debian/${script}.in ${control}/${script} @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
                       GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
    endforeach()
    set(extra ${control}/postinst ${control}/prerm ${control}/postrm)
    if(group STREQUAL server)
        list(APPEND extra ${packaging}/debian/conffiles)
    endif()
    set(CPACK_DEBIAN_${upper}_PACKAGE_CONTROL_EXTRA ${extra})
endforeach()
set(CPACK_COMPONENT_SERVER_DESCRIPTION "HTTP server that runs the CléA certification
Candidates, evaluations over seven domains, training paths, sessions of joint
commissions, certificates and their public verification, on PostgreSQL.

Nothing is started by the installation, and no database is touched: see
clea-server(8).")
set(CPACK_COMPONENT_DOCUMENTS_DESCRIPTION "documents of the CléA certification, drawn and sealed
Draws certificates, minutes and letters, seals them with the key of the
certifier, signs digital credentials and has evidence scanned. A program and
a user of its own beside clea-server.")
include(CPack)
cpack_add_component_group(server DESCRIPTION "${CPACK_COMPONENT_SERVER_DESCRIPTION}")
cpack_add_component_group(documents DESCRIPTION "${CPACK_COMPONENT_DOCUMENTS_DESCRIPTION}")
foreach(component server server-units server-manual server-completion)
    cpack_add_component(${component} GROUP server)
endforeach()
if(CLEA_DOCS)
    cpack_add_component(docs-assets GROUP server)
endif()
foreach(component documents documents-units documents-manual documents-completion)
    cpack_add_component(${component} GROUP documents)
endforeach()
