# Writes HEADER, which names the commit that SOURCE is a checkout of, where it says something else so far.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND git describe --always --dirty WORKING_DIRECTORY ${SOURCE}
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed OR commit STREQUAL "")
  set(commit "?")
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT "#define WANGGE_COMMIT \"${commit}\"\n" @ONLY)
