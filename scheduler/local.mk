libdripscore_a_SOURCES +=
