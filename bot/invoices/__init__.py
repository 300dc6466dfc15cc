"""Invoices in spreadsheets, as accounting systems export them."""
