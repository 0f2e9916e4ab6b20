// `doorstep bench pages`: how long staff waits for a page of the console, with many applications in
// the database and many idle browsers at the door.

#pragma once

namespace adapters {

struct BenchPagesSettings {
    int applications = 100'000;
    int rounds = 30;  // Each asks for every page once.
    int idle = 200;   // Browsers that have had a page and keep their connection.
    bool as_json = false;
};

// On a private PostgreSQL that goes with it; results on stdout, progress on stderr.  Throws
// std::runtime_error if a page is not what it should be.
int bench_pages(const BenchPagesSettings&);

}  // namespace adapters
