"""Software: releases, licences and their keys, devices, and the addresses that buyers' programs ask."""
