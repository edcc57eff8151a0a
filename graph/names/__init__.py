"""Company names: their four parts, and whether two names are one company.

A Chinese company name is 行政区划 + 字号 + 行业 + 组织形式 (place, brand, trade, form): article
6 of 企业名称登记管理规定 (国务院令第 734 号).  Only the same spelling, a name on record or a
judgement on record makes two names one; everything else is different or left to a person.
"""
