#pragma once

/// The few Fortran entry points of OpenBLAS (which contains LAPACK) that the CPU backend calls, with 32-bit integers.
extern "C" {
void dsyevd_(const char* jobz, const char* uplo, const int* n, double* a, const int* lda, double* w, double* work,
             const int* lwork, int* iwork, const int* liwork, int* info);
void dgemm_(const char* transa, const char* transb, const int* m, const int* n, const int* k, const double* alpha,
            const double* a, const int* lda, const double* b, const int* ldb, const double* beta, double* c,
            const int* ldc);
void openblas_set_num_threads(int count);
char* openblas_get_config();
char* openblas_get_corename();
}
