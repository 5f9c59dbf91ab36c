"""Timings beside a floor: the plainest hand-written way to the same answer.

Never needed to run or to test. Machines differ and are shared: read ratios.
"""
