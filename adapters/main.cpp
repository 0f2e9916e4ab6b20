// The composition root: everything is put together in node.cpp, and the command line starts it.

#include "adapters/cli/cli.hpp"

int main(int argc, char** argv) { return cli::run(argc, argv); }
