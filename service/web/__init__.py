"""The page shell: layout, macros, forms, languages, error pages and headers of every page."""
