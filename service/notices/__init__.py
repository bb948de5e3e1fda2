"""Messages to people: in the application, by e-mail, by SMS."""
