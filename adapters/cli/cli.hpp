// The command line: doorstep COMMAND …  Exit codes: 0 done, 1 failed, 2 wrong usage.

#pragma once

namespace cli {

int run(int argc, char** argv);

}  // namespace cli
