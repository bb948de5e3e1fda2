"""The certificate 《守法诚信指标审核意见》: its content, signature, page and verification.

Pure: a frozen snapshot goes in, bytes and answers come out; no database, no request.
"""
