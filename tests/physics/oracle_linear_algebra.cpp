/// The oracle's long double Jacobi solver and Kronecker products, compiled into this suite: tests/oracle is a
/// program of its own.
#include "../oracle/naive_linear_algebra.cpp" // NOLINT(bugprone-suspicious-include)
