//! The use cases of Crumbwise, called by the command and by the window alike.

pub mod view;
