"""Every statement that is checked, in the paper's order. A new family is a module with STATEMENTS and a name in one of these lists."""

from . import crossing, entropy, impurity, integrals, levels, peaks, theory_agreement, thouless, widths

DIAGONALIZATION = [statement for module in (peaks, widths, theory_agreement, thouless, integrals, entropy, crossing, levels)
                   for statement in module.STATEMENTS]
IMPURITY = list(impurity.STATEMENTS)


def statements_for(system):
    return IMPURITY if system.impurity_rows else DIAGONALIZATION
