"""What is written as a folder for the public: a site, a bag."""
